import DocbuildEngine
import Glibc

/// What the handler sets: C hands it nothing but the signal's number.
private nonisolated(unsafe) var heard: Interrupt?

/// The signals by which a person or a system asks for the end.
private let endingSignals = [SIGINT, SIGTERM, SIGHUP]

/// Makes SIGINT, SIGTERM and SIGHUP ask for the end of a run instead of ending the process, so that the run can end in order.
///
/// To be called once, by the command that is run.
func catchSignals(for interrupt: Interrupt) {
  heard = interrupt
  for number in endingSignals where !isIgnored(number) {
    var action = sigaction()
    action.__sigaction_handler.sa_handler = { number in heard?.set(number) }
    action.sa_flags = SA_RESTART
    sigaction(number, &action, nil)
  }
  // Swift's runtime takes SIGQUIT for a crash, prints where it was, and goes on.
  if !isIgnored(SIGQUIT) { signal(SIGQUIT, SIG_DFL) }
}

/// Runs `body`, which no signal ends half-way: one that comes meanwhile ends the process behind it.
func withSignalsDeferred(_ body: () throws -> Void) throws {
  let interrupt = Interrupt()
  catchSignals(for: interrupt)
  defer {
    for number in endingSignals where !isIgnored(number) { signal(number, SIG_DFL) }
    if interrupt.number != 0 { end(bySignal: interrupt.number) }
  }
  try body()
}

/// What the caller ignores, as nohup does, stays ignored.
private func isIgnored(_ number: Int32) -> Bool {
  var old = sigaction()
  guard sigaction(number, nil, &old) == 0 else { return false }
  return unsafeBitCast(old.__sigaction_handler.sa_handler, to: Int.self)
    == unsafeBitCast(SIG_IGN, to: Int.self)
}

/// Ends the process by the signal `number`, as if it had not been caught.
func end(bySignal number: Int32) -> Never {
  signal(number, SIG_DFL)
  raise(number)
  exit(128 + number)
}

/// A file that grows beyond the user's limit must fail when it is written to, with a reason and in order, not end the
/// process.
func ignoreFileSizeSignal() { signal(SIGXFSZ, SIG_IGN) }

/// Standard output that nobody reads any more must not end the process while commands run that have to be ended and cleaned
/// up behind.
func ignoreBrokenPipeSignal() { signal(SIGPIPE, SIG_IGN) }
