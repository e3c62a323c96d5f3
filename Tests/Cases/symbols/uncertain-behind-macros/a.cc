FN void report(buffer& out, int code) noexcept {
  TRY {
    write(out, code);
  }
  CATCH(...) {}
  fallback(out, code);
}

namespace detail {
class list {
  template <typename T> struct node : base {
    T value;

    template <typename Arg>
    CONSTEXPR node(const Arg& arg) : value(arg) {}

    template <typename Char>
    CONSTEXPR node(const view<Char>& arg)
        : value(arg.data(), arg.size()) {}
  };

 public:
  int x;
};
}  // namespace detail
