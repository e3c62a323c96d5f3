x
// [START a]
a1
