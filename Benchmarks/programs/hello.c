// The least that a process can do.
#include <stdio.h>

int main(void) {
  puts("hello");
  return 0;
}
