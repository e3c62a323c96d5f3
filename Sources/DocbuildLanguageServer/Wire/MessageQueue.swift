import DocbuildCore
import DocbuildEngine
import Glibc
import Synchronization

/// What a client has sent and nobody has answered yet, in order; filled by the thread that reads, emptied by the one that
/// works. Whoever wants something new interrupts what is done in idle time, and a client interrupts what it cancels.
final class MessageQueue: Sendable {
  /// What the stream holds.
  enum Entry: Sendable {
    case message(JSONTree)
    /// Something that is no JSON, or has no length.
    case garbage
    /// Files below a root have changed on the disk.
    case changes(AbsolutePath, TreeChanges)
    /// Something to be done by the thread that answers.
    case turn(@Sendable (LanguageServer) -> Void)
    /// The client is gone.
    case end
  }

  private enum Work { case nothing, idle, request(JSONTree) }

  private struct State {
    var entries: [Entry] = []
    var cancelled: Set<String> = []
    var work = Work.nothing
  }

  private let state = Mutex(State())
  private let interrupt: Interrupt
  private nonisolated(unsafe) let arrived = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

  /// - Parameter interrupt: ends what is being done.
  init(_ interrupt: Interrupt) {
    self.interrupt = interrupt
    sem_init(arrived, 0, 0)
  }

  deinit {
    sem_destroy(arrived)
    arrived.deallocate()
  }

  /// Adds what was read.
  func add(_ entry: Entry) {
    state.withLock { state in
      if case .message(let message) = entry, message["method"]?.text == "$/cancelRequest" {
        guard let id = message["params"]?["id"] else { return }
        state.cancelled.insert(id.key)
        if case .request(let running) = state.work, running == id { interrupt.set() }
        return
      }
      state.entries.append(entry)
      if case .idle = state.work { interrupt.set() }
    }
    sem_post(arrived)
  }

  /// Takes the next one.
  ///
  /// - Parameter seconds: how long to wait for it; 0 for not at all.
  /// - Returns: nil when there is none in that time.
  func next(waiting seconds: Int) -> Entry? {
    if let entry = taken() { return entry }
    guard seconds > 0 else { return nil }
    var until = timespec()
    clock_gettime(CLOCK_REALTIME, &until)
    until.tv_sec += seconds
    while true {
      if sem_timedwait(arrived, &until) != 0, errno != EINTR { return nil }
      if let entry = taken() { return entry }
    }
  }

  private func taken() -> Entry? {
    state.withLock { $0.entries.isEmpty ? nil : $0.entries.removeFirst() }
  }

  /// Whether a request was cancelled before it came to its turn.
  func isCancelled(_ id: JSONTree) -> Bool {
    state.withLock { $0.cancelled.remove(id.key) != nil }
  }

  /// Answers a request, which the client may interrupt.
  func answering<Answer>(_ id: JSONTree, _ body: () throws -> Answer) rethrows -> Answer {
    state.withLock { $0.work = .request(id) }
    defer { finish(id) }
    return try body()
  }

  /// Does what can wait, until something arrives.
  func idling<Answer>(_ body: () throws -> Answer) rethrows -> Answer {
    state.withLock { state in
      state.work = .idle
      if !state.entries.isEmpty { interrupt.set() }
    }
    defer { finish(nil) }
    return try body()
  }

  private func finish(_ id: JSONTree?) {
    state.withLock { state in
      state.work = .nothing
      if let id { state.cancelled.remove(id.key) }
      interrupt.clear()
    }
  }
}

extension JSONTree {
  /// What tells an id from others: a text from a number that reads the same.
  fileprivate var key: String { "\(self)" }
}
