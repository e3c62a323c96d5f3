// Package x does y.
package x
