int f(int x) {
#define OPEN (
#ifdef A
  g(1);
#else
  g(2);
#endif
  // }
  h('{', ")");
}
