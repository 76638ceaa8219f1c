namespace Purser.Host.Pages.Office;

/// <summary>What the sign-in page shows.</summary>
public sealed record SignInPage(string Title);
