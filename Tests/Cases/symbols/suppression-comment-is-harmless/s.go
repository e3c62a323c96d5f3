// ast-grep-ignore

package x

// ast-grep-ignore
func f() {}
