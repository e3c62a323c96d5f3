using System;

// begin-snippet: Greet
Console.WriteLine("hello");
// end-snippet
