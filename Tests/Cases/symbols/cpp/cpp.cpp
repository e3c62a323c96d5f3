// class Phantom { void run(); };
#include <string>
#define API_LEVEL 3
#define CHECK(x) do { \
    (void)(x); \
  } while (0)

namespace net {

constexpr int kPort = 80;
using Name = std::string;

template <typename T>
class Stack {
 public:
  Stack() = default;
  ~Stack();
  void push(const T& item);
  bool operator==(const Stack& o) const { return true; }
  T* data() {
    return nullptr;
  }

 private:
  int size_ = 0;
};

template <typename T>
void Stack<T>::push(
    const T& item) {
  size_++;
}

class Server final : public Base {
 public:
  explicit Server(Name n);
  virtual ~Server();
  void start();
  static const int kMax = 4;
  struct Options {
    void start() { auto s = "void phantom() {"; }
    int depth;
  };
  enum class Mode { Idle, Busy };
};

Server::Server(Name n)
    : name_(std::move(n)) {}

Server::~Server() {
}

void Server::start() {
  auto f = [](int x) { return x; };
  const char* raw = R"(void ghost() { )";
}

namespace detail::impl {
int helper(int a) { return a; }
}  // namespace detail::impl

}  // namespace net

struct Client {
  void start() {}
};

template <class A, class B>
auto combine(A a, B b)
    -> decltype(a + b) {
  return a + b;
}

net::Server* make(int n);

net::Server*
make(int n) {
  return nullptr;
}

std::ostream& operator<<(std::ostream& os, const Client& c) {
  return os;
}

extern "C" {
int c_entry(void) { return 1; }
}

enum Color { Red, Green };
typedef struct { int x; } Point;
static std::string banner = "class Phantom {";
template <typename T>
concept Sized = requires(T t) {
  t.size();
};
