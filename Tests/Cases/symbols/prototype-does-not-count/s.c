int add(int a);

int add(int a) {
    return a;
}
