import CKernel
import Glibc
import Synchronization

/// Jobs that several threads take in turn; results come in the order of the jobs, whatever the threads.
final class ParallelJobs<Result: Sendable>: Sendable {
  private struct State {
    var results: [Result?]
    var done = 0
  }

  private let next = Atomic<Int>(0)
  private let count: Int
  private let job: @Sendable (Int) -> Result
  private let state: Mutex<State>
  private nonisolated(unsafe) let finished = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

  private init(count: Int, job: @escaping @Sendable (Int) -> Result) {
    self.count = count
    self.job = job
    state = Mutex(State(results: Array(repeating: nil, count: count)))
    sem_init(finished, 0, 0)
  }

  deinit {
    sem_destroy(finished)
    finished.deallocate()
  }

  /// Does `count` jobs on at most `threads` threads.
  ///
  /// - Parameters:
  ///   - limit: what ends the jobs early; nil for nothing.
  ///   - progress: called a few times a second with how many jobs are done.
  /// - Returns: nil when jobs were asked to stop and one did not: its thread is left to the end of the process.
  static func run(
    _ count: Int, threads: Int, limit: JobLimit? = nil, progress: ((Int) -> Void)? = nil,
    _ job: @escaping @Sendable (Int) -> Result
  ) -> [Result]? {
    guard count > 0 else { return [] }
    let jobs = ParallelJobs(count: count, job: job)
    var workers: [pthread_t] = []
    for _ in 0..<min(max(1, threads), count) {
      if let worker = startThread({ jobs.work() }) { workers.append(worker) }
    }
    // Where the system gives no thread, this one does all, without a bound.
    if workers.isEmpty { jobs.work() }
    while !jobs.wait(milliseconds: 200) {
      progress?(jobs.state.withLock { $0.done })
      guard let limit, let time = workers.map(docbuild_thread_time).max() else { continue }
      if limit.interrupt.isSet || time > limit.nanoseconds { limit.stop() }
      if time / 2 > limit.nanoseconds { return nil }
    }
    for worker in workers { pthread_join(worker, nil) }
    return jobs.state.withLock { $0.results.compactMap { $0 } }
  }

  private func work() {
    while true {
      let index = next.add(1, ordering: .relaxed).oldValue
      guard index < count else { return }
      let result = job(index)
      let all = state.withLock { state in
        state.results[index] = result
        state.done += 1
        return state.done == count
      }
      if all { sem_post(finished) }
    }
  }

  /// Whether all jobs are done within that time.
  private func wait(milliseconds: Int) -> Bool {
    var until = timespec()
    clock_gettime(CLOCK_REALTIME, &until)
    until.tv_nsec += milliseconds * 1_000_000
    until.tv_sec += until.tv_nsec / 1_000_000_000
    until.tv_nsec %= 1_000_000_000
    while sem_timedwait(finished, &until) != 0 {
      if errno != EINTR { return false }
    }
    return true
  }
}

/// What ends jobs early.
struct JobLimit {
  /// The processor time that a thread may use.
  var nanoseconds = UInt64.max
  let interrupt: Interrupt
  /// Makes the jobs end soon.
  let stop: () -> Void
}

/// A value that is made on a thread of its own while others go on.
final class Background<Value: Sendable>: Sendable {
  private let made = Mutex<Value?>(nil)
  private let make: @Sendable () -> Value
  private nonisolated(unsafe) var thread: pthread_t?

  init(_ make: @escaping @Sendable () -> Value) {
    self.make = make
    thread = startThread { [self] in made.withLock { $0 = make() } }
  }

  /// Waits for the value; to be called once.
  func value() -> Value {
    if let thread { pthread_join(thread, nil) }
    return made.withLock { $0 } ?? make()
  }
}

/// Starts a thread that runs `body`, which nobody waits for.
///
/// - Returns: whether the system gave one.
package func startDetachedThread(_ body: @escaping @Sendable () -> Void) -> Bool {
  guard let thread = startThread(body) else { return false }
  pthread_detach(thread)
  return true
}

/// Starts a thread that runs `body`; nil when the system refuses.
private func startThread(_ body: @escaping @Sendable () -> Void) -> pthread_t? {
  final class Box: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
  }
  var thread = pthread_t()
  let argument = Unmanaged.passRetained(Box(body)).toOpaque()
  let code = pthread_create(
    &thread, nil,
    { argument in
      guard let argument else { return nil }
      Unmanaged<Box>.fromOpaque(argument).takeRetainedValue().body()
      return nil
    }, argument)
  if code == 0 { return thread }
  Unmanaged<Box>.fromOpaque(argument).release()
  return nil
}

/// The processors that this process may use.
package var processorCount: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }
