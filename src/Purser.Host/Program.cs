System.Console.WriteLine("purser");
