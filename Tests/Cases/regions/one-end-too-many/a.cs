#region a
1
#endregion
2
#endregion
#region b
3
#endregion
