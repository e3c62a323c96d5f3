import CKernel
package import DocbuildCore
import Glibc
import Synchronization

/// Runs the proof of a document over all its parts, on several threads where that pays, within a bound of work.
package struct Prover: Sendable {
  /// How many threads at the most.
  package var threads: Int
  /// The processor time that one part may take, in nanoseconds; several thousand times what sound text needs.
  package var budget: UInt64

  package init(threads: Int, budget: UInt64 = 20_000_000_000) {
    self.threads = max(1, threads)
    self.budget = budget
  }

  /// Below so many bytes even text that libcmark takes quadratic time for is parsed within the bound, so that
  /// the proof needs no thread of its own.
  private static let harmless = 1 << 15

  /// What is wrong with the page; empty when it is proven.
  package func prove(_ document: Document) -> [Diagnostic] {
    if document.byteCount <= Prover.harmless { return document.proveWhole().diagnostics }
    let count = document.chunkCount
    guard let results = run(count, { document.prove(chunk: $0) }) else {
      return [tooCostly(document)]
    }
    if results.allSatisfy(\.endsCleanly) { return results.flatMap(\.diagnostics) }
    // Something reaches over the end of a part: only the whole tells what.
    guard let whole = run(1, { _ in document.proveWhole() }) else { return [tooCostly(document)] }
    return whole[0].diagnostics
  }

  private func tooCostly(_ document: Document) -> Diagnostic {
    Diagnostic(
      .proofTooCostly,
      "the page can't be proven: libcmark needs more than \(budget / 1_000_000_000) s for a part of it",
      at: Place(file: document.template.source.name),
      notes: [
        .init(
          "thousands of unclosed brackets, or of lists or quotes in one another, make its time quadratic; a blank line or a code block between them ends that"
        )
      ])
  }

  /// Does all the jobs; nil when one takes too long: its thread is left to the end of the process, since nothing can
  /// stop libcmark within a call.
  private func run(_ count: Int, _ job: @escaping @Sendable (Int) -> Document.ProofResult)
    -> [Document.ProofResult]?
  {
    let shared = Jobs(count: count, job: job)
    var workers: [pthread_t] = []
    for _ in 0..<min(threads, count) {
      if let worker = startThread({ shared.work() }) { workers.append(worker) }
    }
    precondition(!workers.isEmpty, "the system gives no thread")
    let allowance = budget * UInt64(max(1, count))
    while !shared.wait(milliseconds: 200) {
      if workers.contains(where: { docbuild_thread_time($0) > allowance }) { return nil }
    }
    for worker in workers { pthread_join(worker, nil) }
    return shared.results
  }
}

/// Jobs that several threads take from the same counter.
private final class Jobs: Sendable {
  private struct State {
    var results: [Document.ProofResult?]
    var done = 0
  }

  private let next = Atomic<Int>(0)
  private let count: Int
  private let job: @Sendable (Int) -> Document.ProofResult
  private let state: Mutex<State>
  private nonisolated(unsafe) let finished = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

  init(count: Int, job: @escaping @Sendable (Int) -> Document.ProofResult) {
    self.count = count
    self.job = job
    state = Mutex(State(results: Array(repeating: nil, count: count)))
    sem_init(finished, 0, 0)
  }

  deinit {
    sem_destroy(finished)
    finished.deallocate()
  }

  func work() {
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
  func wait(milliseconds: Int) -> Bool {
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

  var results: [Document.ProofResult] { state.withLock { $0.results.compactMap { $0 } } }
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
