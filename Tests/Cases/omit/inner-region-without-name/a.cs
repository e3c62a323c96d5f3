#region out
a()
#region secret
key = "k1"
#region
x
#endregion
key2 = "k2"
#endregion
b()
#endregion
