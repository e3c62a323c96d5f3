#region Public methods
int x;
#endregion
