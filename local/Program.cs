Console.WriteLine("Heldspace local system");
