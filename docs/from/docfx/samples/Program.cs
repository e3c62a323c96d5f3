using System;

class Program
{
    #region main
    static void Main()
    {
        Console.WriteLine("hello");
    }
    #endregion
}
