#region Map<K, V>
var map = 1;
#endregion
