import CKernel
import Glibc
import Synchronization

/// The wish that a run ends early. Whoever starts a run hands one in, and sets it from a signal handler or because a client
/// no longer wants the answer; what works looks at it between its steps, and what waits for a program watches it too.
package final class Interrupt: Sendable {
  private let value = Atomic<Int32>(0)
  /// Readable as long as it is set; -1 where the machine has no descriptor left: whoever waits is woken later then.
  private let event = Descriptor(docbuild_make_event())

  /// A token that is not set.
  package init() {}

  /// The signal that asked for it; 0 when nobody has.
  package var number: Int32 { value.load(ordering: .acquiring) }

  /// Whether whoever holds it should end.
  package var isSet: Bool { number != 0 }

  /// The descriptor to poll beside those that are waited for.
  var descriptor: Int32 { event.number }

  /// Asks the run to end, from any thread and from a signal handler.
  ///
  /// - Parameter number: the signal that asks for it; a client's wish counts as a person's Ctrl-C.
  package func set(_ number: Int32 = SIGINT) {
    value.store(number, ordering: .releasing)
    docbuild_raise_event(event.number)
  }

  /// Takes the wish back, for the next run.
  package func clear() {
    docbuild_clear_event(event.number)
    value.store(0, ordering: .releasing)
  }

  /// Waits so long, or until the run is to end.
  func wait(milliseconds: Int32) throws(Interrupted) {
    var asked = pollfd(fd: event.number, events: Int16(POLLIN), revents: 0)
    poll(&asked, 1, milliseconds)
    try check()
  }

  /// - Throws: `Interrupted` when the run is to end.
  package func check() throws(Interrupted) {
    let number = number
    if number != 0 { throw Interrupted(number: number) }
  }
}

/// A run ended early because it was asked to; it has left nothing half-written.
package struct Interrupted: Error, Sendable {
  /// The signal that asked for it.
  package let number: Int32
}
