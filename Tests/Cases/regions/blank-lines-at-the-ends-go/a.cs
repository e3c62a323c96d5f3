#region A

	
#region in

x

y

#endregion

#endregion
#region B

z
#endregion
