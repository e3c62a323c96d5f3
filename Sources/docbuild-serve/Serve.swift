import CConfine
import Glibc
import PageServer
import PageWire

/// What 'docbuild serve' hands over, word by word: the address, the port (0 for any), whether another will do, whether
/// pictures from elsewhere are shown, and the names that the server may be called by.
private struct Words {
  let address: String
  let port: UInt16
  let takesOther: Bool
  let showsPictures: Bool
  let names: [String]

  init?(_ words: [String]) {
    guard words.count >= 4, let port = UInt16(words[1]) else { return nil }
    address = words[0]
    self.port = port
    takesOther = words[2] == "any"
    showsPictures = words[3] == "pictures"
    names = Array(words.dropFirst(4))
  }
}

/// Serves until whoever started it is gone; returns the exit status.
func serve(_ arguments: [String]) -> Int32 {
  let link = STDIN_FILENO
  var kind: Int32 = 0
  var length = socklen_t(MemoryLayout<Int32>.size)
  guard getsockopt(link, SOL_SOCKET, SO_TYPE, &kind, &length) == 0, let words = Words(arguments)
  else {
    let text = "docbuild-serve: this is what 'docbuild serve' starts: call that\n"
    _ = text.withCString { write(STDERR_FILENO, $0, strlen($0)) }
    return 64
  }
  signal(SIGPIPE, SIG_IGN)
  // What reaches the whole group reaches docbuild as well, which closes the link.
  for number in [SIGINT, SIGHUP, SIGTERM] { signal(number, SIG_IGN) }
  guard let (listener, port) = listen(words) else {
    let reason = String(cString: strerror(errno))
    send(MessageFromServer.failed(Array(reason.utf8)).frame, to: link)
    return 2
  }
  send(MessageFromServer.listening(port: port).frame, to: link)
  // From here on all that is needed is open, and nothing else can be.
  docbuild_confine()
  _ = fcntl(link, F_SETFL, O_NONBLOCK)
  var rule = HostRule()
  rule.names = Set(words.names.map { $0.lowercased() })
  rule.takesAddresses = !["127.0.0.1", "::1", "localhost"].contains(words.address)
  let shows = words.showsPictures
  let pages = Pages(
    rule: rule, showsPictures: shows, run: Int.random(in: 1..<1 << 40)
  ) { renderApart($0, showsPictures: shows) }
  var server = Server(listeners: [listener], link: link, pages: pages)
  server.run()
  return 0
}

private func send(_ bytes: [UInt8], to descriptor: Int32) {
  _ = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
}

/// A socket on which browsers connect, and its port; nil, with `errno` set, where there can be none.
private func listen(_ words: Words) -> (Int32, Int)? {
  let ports = words.takesOther ? Array(words.port...words.port + 9) + [0] : [words.port]
  for port in ports {
    if let socket = open(words.address, port) { return socket }
    if errno != EADDRINUSE { return nil }
  }
  return nil
}

private func open(_ address: String, _ port: UInt16) -> (Int32, Int)? {
  var room = sockaddr_storage()
  var size = socklen_t(MemoryLayout<sockaddr_in>.size)
  withUnsafeMutablePointer(to: &room) {
    $0.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
      if inet_pton(AF_INET, address, &$0.pointee.sin_addr) == 1 {
        $0.pointee.sin_family = sa_family_t(AF_INET)
        $0.pointee.sin_port = port.bigEndian
      }
    }
    $0.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) {
      if inet_pton(AF_INET6, address, &$0.pointee.sin6_addr) == 1 {
        $0.pointee.sin6_family = sa_family_t(AF_INET6)
        $0.pointee.sin6_port = port.bigEndian
        size = socklen_t(MemoryLayout<sockaddr_in6>.size)
      }
    }
  }
  guard room.ss_family != 0 else {
    errno = EADDRNOTAVAIL
    return nil
  }
  let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
  let made = socket(Int32(room.ss_family), type, 0)
  guard made >= 0 else { return nil }
  var one: Int32 = 1
  setsockopt(made, SOL_SOCKET, SO_REUSEADDR, &one, socklen_t(MemoryLayout<Int32>.size))
  let isBound = withUnsafeMutablePointer(to: &room) {
    $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      bind(made, $0, size) == 0 && Glibc.listen(made, 128) == 0 && getsockname(made, $0, &size) == 0
    }
  }
  guard isBound else {
    let code = errno
    close(made)
    errno = code
    return nil
  }
  // The port stands at the same place in both.
  return (made, withUnsafeBytes(of: &room) { Int($0[2]) << 8 | Int($0[3]) })
}
