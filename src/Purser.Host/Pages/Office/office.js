// Copies a draft's text; where the browser keeps the clipboard to itself, the text is selected to be copied by hand.
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const place = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(place.textContent);
      button.textContent = "Copied";
    } catch {
      getSelection().selectAllChildren(place);
      button.textContent = "Selected: copy it";
    }
  });
}
// While a form is being sent its button says so, and cannot be pressed twice.
for (const form of document.querySelectorAll("form[method=post]")) {
  form.addEventListener("submit", () => {
    const button = form.querySelector("button");
    if (!button) return;
    button.textContent = button.dataset.busy ?? "Sending";
    button.disabled = true;
  });
}
// Back on a page that the browser kept: what it shows, and its buttons, are of then.
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
