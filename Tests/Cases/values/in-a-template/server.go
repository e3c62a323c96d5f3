package main

const port = 8080
