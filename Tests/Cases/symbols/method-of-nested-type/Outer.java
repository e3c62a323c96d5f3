class Outer {
  class Inner {
    void go() { }
  }
}
