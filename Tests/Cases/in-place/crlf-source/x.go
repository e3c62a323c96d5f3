package x
