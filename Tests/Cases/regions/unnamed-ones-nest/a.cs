#region Api
A
#region
B
#endregion
C
#endregion
