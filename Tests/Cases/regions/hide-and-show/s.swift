// snippet.a
a1
// snippet.hide
secret
// snippet.show
a2
// snippet.end
