#region List<T>, Map<K, V>
1
#endregion
#region Public API
2
#endregion
#region Other
3
#endregion
