import DocbuildCore
import DocbuildEngine
import DocbuildReport
import Glibc
import Synchronization

/// Speaks LSP 3.17 with one client until that says `exit` or is gone.
///
/// - Parameters:
///   - input: the descriptor that the client writes to; it is read by a thread of its own.
///   - output: the descriptor that it reads.
/// - Returns: the exit code that the protocol asks for: 0 after a `shutdown`, else 1.
package func serveLanguage(
  _ setting: ServerSetting, input: Int32, output: Int32
) -> Int32 {
  let queue = MessageQueue(setting.interrupt)
  let isBroken = Mutex(false)
  let server = LanguageServer(setting) { message in
    if !write(framed(message), to: output) { isBroken.withLock { $0 = true } }
  }
  server.watch = { project in watch(project, setting, queue) }
  server.post = { queue.add(.turn($0)) }
  defer { server.run?.cancel() }
  guard startDetachedThread({ read(input, into: queue) }) else { return 2 }
  var hasWork = false
  while !isBroken.withLock({ $0 }) {
    if let entry = queue.next(waiting: hasWork ? 0 : 10) {
      switch entry {
      case .end: return server.isShutDown ? 0 : 1
      case .garbage: server.refuse()
      case .changes(let root, let changes):
        server.projects[root]?.notice(changes.paths, mayBeMore: changes.mayBeMore)
      case .turn(let body): body(server)
      case .message(let message): server.receive(message, in: queue)
      }
      if let code = server.exitCode { return code }
      hasWork = true
    } else if hasWork {
      hasWork = queue.idling { server.work() }
    } else if let parent = server.parent, kill(pid_t(clamping: parent), 0) != 0, errno == ESRCH {
      return 1
    }
  }
  return 1
}

/// Tells of files that change below a project's root, where the kernel reports that.
private func watch(_ project: ServedProject, _ setting: ServerSetting, _ queue: MessageQueue) {
  guard let watched = project.edited?.project else { return }
  _ = startDetachedThread {
    let clock = setting.clock
    guard
      let watch = try? TreeWatch(watched, Interrupt(), clock: clock, polls: false, interval: 1000)
    else { return }
    while watch.isReported, let changes = try? watch.wait() {
      queue.add(.changes(watched.root.path, changes))
    }
  }
}

/// A message with its header.
func framed(_ message: JSONValue) -> Bytes {
  let body = message.compact
  return Bytes("Content-Length: \(body.count)\r\n\r\n".utf8) + body
}

private func read(_ input: Int32, into queue: MessageQueue) {
  var frames = FrameReader()
  var room = Bytes(repeating: 0, count: 1 << 16)
  while true {
    let got = room.withUnsafeMutableBytes { Glibc.read(input, $0.baseAddress, $0.count) }
    if got < 0, errno == EINTR { continue }
    if got < 0, errno == EAGAIN {
      var watched = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
      poll(&watched, 1, -1)
      continue
    }
    guard got > 0 else { return queue.add(.end) }
    frames.add(room[..<got])
    while let frame = frames.next() {
      switch frame {
      case .badHeader: queue.add(.garbage)
      case .tooLong: return queue.add(.end)
      case .message(let bytes):
        queue.add(JSONTree(bytes).map { .message($0) } ?? .garbage)
      }
    }
  }
}

/// Whether all was written.
private func write(_ bytes: Bytes, to output: Int32) -> Bool {
  bytes.withUnsafeBytes { bytes in
    var done = 0
    while done < bytes.count {
      let written = Glibc.write(output, bytes.baseAddress?.advanced(by: done), bytes.count - done)
      if written >= 0 {
        done += written
      } else if errno == EAGAIN {
        var watched = pollfd(fd: output, events: Int16(POLLOUT), revents: 0)
        poll(&watched, 1, -1)
      } else if errno != EINTR {
        return false
      }
    }
    return true
  }
}
