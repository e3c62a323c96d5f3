import Glibc

/// One browser's connection.
struct Connection {
  enum State: Equatable {
    /// A request is to come, or comes.
    case reading
    /// The answer under that number is to come.
    case waiting(Int)
    /// Events are reported as they happen.
    case streaming
    /// What is left is sent, and that is all.
    case ending
  }

  let descriptor: Int32
  var state = State.reading
  var reader = RequestReader()
  /// The request whose answer is to come.
  var request: Request?
  private var pending: [[UInt8]] = []
  private var sent = 0
  /// When it is given up, unless something happens, in milliseconds.
  var deadline: Int

  /// How many bytes are to be sent.
  private(set) var pendingCount = 0
  var hasPending: Bool { pendingCount > 0 }

  init(_ descriptor: Int32, deadline: Int) {
    self.descriptor = descriptor
    self.deadline = deadline
  }

  mutating func send(_ bytes: [UInt8]) {
    guard !bytes.isEmpty else { return }
    pending.append(bytes)
    pendingCount += bytes.count
  }

  /// Sends what the browser takes; whether it took anything, nil when it is gone.
  mutating func flush() -> Bool? {
    var took = false
    while let first = pending.first {
      let count = first.withUnsafeBytes {
        Glibc.send(
          descriptor, $0.baseAddress.map { $0 + sent }, first.count - sent, Int32(MSG_NOSIGNAL))
      }
      if count < 0 {
        if errno == EINTR { continue }
        return errno == EAGAIN ? took : nil
      }
      took = true
      pendingCount -= count
      sent += count
      if sent == first.count {
        pending.removeFirst()
        sent = 0
      }
    }
    return took
  }

  enum Received { case bytes([UInt8]), nothing, end }

  /// Takes what the browser has sent.
  func receive() -> Received {
    var room = [UInt8](repeating: 0, count: 8192)
    let count = room.withUnsafeMutableBytes { recv(descriptor, $0.baseAddress, $0.count, 0) }
    if count > 0 { return .bytes(Array(room[..<count])) }
    if count == 0 { return .end }
    return errno == EAGAIN || errno == EINTR ? .nothing : .end
  }
}
