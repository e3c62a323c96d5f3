import CKernel
import DocbuildCore
import DocbuildEngine
import Glibc
import PageWire
import Synchronization

/// The program that shows pages, started and talked to over a socket. It reads no file: the pictures that it wants it gets from
/// here, if a page links to them.
final class PageProcess: Sendable {
  private struct State {
    var root: Root?
    var limit = 0
    /// What pages link to.
    var linked: Set<RootPath> = []
    /// The pictures that browsers have asked for.
    var shown: Set<RootPath> = []
    var isGone = false
  }

  private let socket: Int32
  private let child: pid_t
  /// The port at which browsers reach it.
  let port: Int
  private let state = Mutex(State())
  private let sending = Mutex(())

  /// Starts it and waits until it can be reached.
  ///
  /// - Throws: when it can't be.
  init(_ program: String, words: [String], _ interrupt: Interrupt) throws {
    (socket, child) = try PageProcess.start(program, words)
    var frames = FrameBuffer()
    do {
      switch try PageProcess.receive(socket, &frames) {
      case .listening(let port): self.port = port
      case .failed(let reason):
        throw CannotRun(
          "docbuild-serve can't listen at \(words[0]), port \(words[1]): \(reason.text)")
      default: throw CannotRun("docbuild-serve has ended by itself")
      }
    } catch {
      _ = close(socket)
      waitpid(child, nil, 0)
      throw error
    }
    let box = Unmanaged.passRetained(
      Job { [self, frames] in
        answer(frames)
        state.withLock { $0.isGone = true }
        interrupt.set(SIGTERM)
      })
    var thread = pthread_t()
    let failure = pthread_create(
      &thread, nil,
      { box in
        guard let box else { return nil }
        Unmanaged<Job>.fromOpaque(box).takeRetainedValue().body()
        return nil
      }, box.toOpaque())
    guard failure == 0 else {
      box.release()
      throw SystemError("cannot start", "a thread", failure)
    }
    pthread_detach(thread)
  }

  private final class Job: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }

  /// Whether it has ended by itself.
  var isGone: Bool { state.withLock { $0.isGone } }

  /// Closes the socket, at which it ends, and waits for that, half a second at the most.
  func end() {
    shutdown(socket, Int32(SHUT_RDWR))
    for _ in 0..<50 {
      if waitpid(child, nil, WNOHANG) != 0 { return }
      usleep(10_000)
    }
    kill(child, SIGKILL)
    waitpid(child, nil, 0)
  }

  // MARK: what it shows

  /// Takes where pictures are read.
  ///
  /// - Parameter limit: the largest, in bytes.
  func take(root: Root, limit: Int) {
    state.withLock { ($0.root, $0.limit) = (root, limit) }
  }

  /// Takes what pages link to.
  func allow(_ linked: Set<RootPath>) { state.withLock { $0.linked = linked } }

  /// Whether a browser has asked for the picture at a path.
  func shows(_ path: RootPath) -> Bool { state.withLock { $0.shown.contains(path) } }

  /// Tells it something.
  ///
  /// - Throws: a `SystemError` when it is gone.
  func send(_ message: MessageToServer) throws {
    let frame = message.frame
    try sending.withLock { _ in
      try OutputFile.write(frame, to: socket, named: "docbuild-serve")
    }
  }

  /// Answers what it asks, until it is gone.
  private func answer(_ frames: FrameBuffer) {
    var frames = frames
    while case .wanted(let number, let path)? = try? PageProcess.receive(socket, &frames) {
      guard (try? send(.file(number: number, picture(path)))) != nil else { return }
    }
  }

  private func picture(_ wanted: Bytes) -> Bytes? {
    guard let path = RootPath(folding: wanted) else { return nil }
    let (root, limit) = state.withLock { state -> (Root?, Int) in
      guard state.linked.contains(path) else { return (nil, 0) }
      state.shown.insert(path)
      return (state.root, min(state.limit, 64 << 20))
    }
    return try? root?.read(path, limit: limit).get()
  }

  // MARK: the process

  /// The next message; nil at the end.
  private static func receive(_ socket: Int32, _ frames: inout FrameBuffer) throws
    -> MessageFromServer?
  {
    var room = Bytes(repeating: 0, count: 4096)
    while true {
      if let frame = try frames.next() { return try MessageFromServer(frame) }
      let count = room.withUnsafeMutableBytes { read(socket, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { return nil }
      frames.add(room[..<count])
    }
  }

  private static func start(_ program: String, _ words: [String]) throws -> (Int32, pid_t) {
    var socket: Int32 = -1
    // Nothing of the user's environment is its business.
    let child = withCStrings([program] + words) { arguments in
      withCStrings([String]()) {
        docbuild_start(program, arguments, $0, 0, STDIN_FILENO, 0, &socket)
      }
    }
    guard child > 0 else { throw SystemError("cannot start", program, -child) }
    return (socket, child)
  }
}
