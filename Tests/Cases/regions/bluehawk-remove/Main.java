public class Main {
  public static void main(String[] args) {
    // :snippet-start: division
    int a = 11;
    // :hide-start:
    setUp();
    // :hide-end:
    // :snippet-start: inner
    int b = 3;
    assert(b == 3); // :remove:
    int c = a / b;
    // :snippet-end:
    // :remove-start:
    assert(c == 3);
    assert(b > 0); // :remove:
    tearDown();
    // :remove-end:
    System.out.println(c);
    // :snippet-end:
  }
}
