template <typename T>
  template <typename U>
  void List<T>::add(U x) {
    f(x);
  }
