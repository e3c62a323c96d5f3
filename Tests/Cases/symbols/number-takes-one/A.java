class A {
  void f() { }
  void f(int x) { }
}
