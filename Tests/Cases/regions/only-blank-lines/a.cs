#region A

#endregion
