#region Sample
var xml = ToXml(json);
// <root>
//   <name>Ann</name>
// </root>
// ANCHOR: inner
use(xml);
// ANCHOR_END: inner
#endregion
