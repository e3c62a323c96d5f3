x
package main
