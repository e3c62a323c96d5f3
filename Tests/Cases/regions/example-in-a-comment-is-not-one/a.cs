f();
// <root>
//   <name>Ann</name>
// </root>
// <call>
g();
// </call>
