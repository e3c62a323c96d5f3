class Outer {
  class Inner {
    Inner() { }
  }
}
