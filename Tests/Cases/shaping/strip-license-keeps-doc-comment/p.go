// Copyright 2026 A

// Package x does y.
package x
