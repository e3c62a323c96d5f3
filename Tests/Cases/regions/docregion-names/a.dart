// #docplaster ...
// #docregion
// #docregion a, b
1
// #docplaster
// #enddocregion a
2
// #enddocregion b
// #enddocregion
