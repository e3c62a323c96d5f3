import Glibc
import PageWire

/// What a request is answered with.
package enum Answer: Sendable {
  /// At once.
  case response(Response)
  /// With events, as they happen.
  case events
  /// With the picture at a path below the root, which docbuild is asked for.
  case file([UInt8])
}

/// Serves pages over HTTP, all connections on one thread: none can hold up another, and there is nothing to be shared. What is
/// shown comes over a socket from docbuild; of files this process knows nothing, and when the socket closes it ends.
package struct Server {
  /// The most connections; a connection that asks for nothing makes room for a new one.
  private static let most = 256
  /// How long a request may take to come, and an answer to be taken any further, in milliseconds.
  private static let patience = 10_000
  /// How long a connection may lie idle.
  private static let idle = 60_000
  /// What may lie ready for a browser that follows events and does not read them, in bytes.
  private static let backlog = 1 << 16
  /// What may lie ready for all browsers together.
  private static let mostPending = 256 << 20
  private static let pulse = 15_000
  /// POLLRDHUP, which glibc hides.
  private static let hungUp: Int32 = 0x2000

  private let listeners: [Int32]
  private let link: Int32
  private var pages: Pages
  private var frames = FrameBuffer()
  private var outgoing: [UInt8] = []
  private var connections: [Int32: Connection] = [:]
  private var nextNumber = 1
  private var nextPulse: Int

  /// - Parameters:
  ///   - listeners: sockets on which browsers connect; they don't block.
  ///   - link: the socket to docbuild; it doesn't block either.
  package init(listeners: [Int32], link: Int32, pages: Pages) {
    self.listeners = listeners
    self.link = link
    self.pages = pages
    nextPulse = Server.now + Server.pulse
  }

  private static var now: Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
  }

  /// Serves until docbuild has closed the link.
  package mutating func run() {
    while true {
      var watched = [
        pollfd(fd: link, events: Int16(POLLIN | (outgoing.isEmpty ? 0 : POLLOUT)), revents: 0)
      ]
      let isFull = connections.count >= Server.most && !hasIdle
      watched += listeners.map { pollfd(fd: isFull ? -1 : $0, events: Int16(POLLIN), revents: 0) }
      for connection in connections.values {
        // While an answer is under way nothing more is taken.
        let listens = connection.state == .reading && !connection.hasPending
        let events =
          Server.hungUp | (listens ? POLLIN : 0) | (connection.hasPending ? POLLOUT : 0)
        watched.append(pollfd(fd: connection.descriptor, events: Int16(events), revents: 0))
      }
      poll(&watched, nfds_t(watched.count), Int32(clamping: wait()))
      if watched[0].revents != 0, !serveLink() { return }
      for ready in watched[1...listeners.count] where ready.revents != 0 { accept(from: ready.fd) }
      for ready in watched[(listeners.count + 1)...] where ready.revents != 0 {
        serve(ready.fd, ready.revents)
      }
      endWhatIsOver()
    }
  }

  /// How long there is nothing to do, in milliseconds.
  private func wait() -> Int {
    let next = connections.values.map(\.deadline).min() ?? Int.max
    return max(0, min(next, nextPulse) - Server.now)
  }

  // MARK: docbuild

  /// Takes what docbuild says and sends what it is asked; false when it is gone.
  private mutating func serveLink() -> Bool {
    var room = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = room.withUnsafeMutableBytes { recv(link, $0.baseAddress, $0.count, 0) }
      if count == 0 { return false }
      if count < 0 {
        if errno == EINTR { continue }
        if errno != EAGAIN { return false }
        break
      }
      frames.add(room[..<count])
    }
    do {
      while let frame = try frames.next() { take(try MessageToServer(frame)) }
    } catch {
      return false
    }
    return flushLink()
  }

  private mutating func take(_ message: MessageToServer) {
    if case .file(let number, let bytes) = message {
      guard
        let descriptor = connections.first(where: { $0.value.state == .waiting(number) })?.key,
        let request = connections[descriptor]?.request
      else { return }
      let response = pages.picture(bytes, at: request)
      finish(descriptor, response, request)
      return
    }
    for event in pages.take(message) { tell(event) }
  }

  private mutating func flushLink() -> Bool {
    while !outgoing.isEmpty {
      let count = outgoing.withUnsafeBytes {
        send(link, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if count < 0 { return errno == EAGAIN || errno == EINTR }
      outgoing.removeFirst(count)
    }
    return true
  }

  /// Tells all that follow.
  private mutating func tell(_ event: [UInt8]) {
    for (descriptor, connection) in connections where connection.state == .streaming {
      if connection.pendingCount > Server.backlog {
        close(descriptor)
      } else {
        connections[descriptor]?.send(event)
        flush(descriptor)
      }
    }
  }

  // MARK: browsers

  private var hasIdle: Bool {
    connections.values.contains { $0.state == .reading && !$0.reader.isWithin && !$0.hasPending }
  }

  private mutating func accept(from listener: Int32) {
    while true {
      if connections.count >= Server.most {
        let idle = connections.values.filter {
          $0.state == .reading && !$0.reader.isWithin && !$0.hasPending
        }.min { $0.deadline < $1.deadline }
        guard let idle else { return }
        close(idle.descriptor)
      }
      let made = Glibc.accept(listener, nil, nil)
      guard made >= 0 else {
        // There is no descriptor left for now: who waits goes on waiting.
        if errno == EMFILE || errno == ENFILE { usleep(10_000) }
        return
      }
      _ = fcntl(made, F_SETFL, O_NONBLOCK)
      var one: Int32 = 1
      setsockopt(made, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
      connections[made] = Connection(made, deadline: Server.now + Server.patience)
    }
  }

  private mutating func serve(_ descriptor: Int32, _ events: Int16) {
    guard connections[descriptor] != nil else { return }
    if events & Int16(POLLERR | POLLHUP | POLLNVAL) != 0 { return close(descriptor) }
    if events & Int16(POLLIN) != 0 {
      guard receive(descriptor) else { return }
    } else if events & Int16(Server.hungUp) != 0 {
      return close(descriptor)
    }
    flush(descriptor)
  }

  /// Takes what was sent and answers; false when the connection is over.
  private mutating func receive(_ descriptor: Int32) -> Bool {
    switch connections[descriptor]?.receive() {
    case .bytes(let bytes):
      connections[descriptor]?.reader.add(bytes)
      answerNext(descriptor)
      return connections[descriptor] != nil
    case .nothing, nil: return true
    case .end:
      close(descriptor)
      return false
    }
  }

  /// Answers the next request that is there.
  private mutating func answerNext(_ descriptor: Int32) {
    while let connection = connections[descriptor], connection.state == .reading,
      !connection.hasPending
    {
      var reader = connection.reader
      do {
        let next = try reader.next()
        connections[descriptor]?.reader = reader
        guard let request = next else {
          return
        }
        answer(request, descriptor)
      } catch {
        connections[descriptor]?.send(
          pages.fault(error.status).bytes(isHeadOnly: false, goesOn: false))
        connections[descriptor]?.state = .ending
        flush(descriptor)
      }
    }
  }

  private mutating func answer(_ request: Request, _ descriptor: Int32) {
    connections[descriptor]?.deadline = Server.now + Server.patience
    let all = connections.values.reduce(0) { $0 + $1.pendingCount }
    if all > Server.mostPending { return finish(descriptor, pages.fault(503), request) }
    switch pages.answer(request) {
    case .response(let response): finish(descriptor, response, request)
    case .events:
      connections[descriptor]?.send(
        Response.stream() + (request.wantsHeadOnly ? [] : pages.greeting))
      connections[descriptor]?.state = request.wantsHeadOnly ? .ending : .streaming
      connections[descriptor]?.deadline = Int.max
      flush(descriptor)
    case .file(let path):
      connections[descriptor]?.state = .waiting(nextNumber)
      connections[descriptor]?.request = request
      outgoing += MessageFromServer.wanted(number: nextNumber, path: path).frame
      nextNumber += 1
      _ = flushLink()
    }
  }

  private mutating func finish(_ descriptor: Int32, _ response: Response, _ request: Request) {
    connections[descriptor]?.send(
      response.bytes(isHeadOnly: request.wantsHeadOnly, goesOn: request.goesOn))
    connections[descriptor]?.state = request.goesOn ? .reading : .ending
    connections[descriptor]?.request = nil
    flush(descriptor)
  }

  private mutating func flush(_ descriptor: Int32) {
    guard let took = connections[descriptor]?.flush() else {
      if connections[descriptor] != nil { close(descriptor) }
      return
    }
    guard let connection = connections[descriptor] else { return }
    if connection.state == .streaming {
      connections[descriptor]?.deadline =
        connection.hasPending ? Server.now + Server.patience : Int.max
      return
    }
    if connection.state == .ending, !connection.hasPending { return close(descriptor) }
    guard took else { return }
    connections[descriptor]?.deadline =
      Server.now + (connection.hasPending ? Server.patience : Server.idle)
    if !connection.hasPending, connection.reader.isWithin { answerNext(descriptor) }
  }

  private mutating func close(_ descriptor: Int32) {
    Glibc.close(descriptor)
    connections[descriptor] = nil
  }

  private mutating func endWhatIsOver() {
    let now = Server.now
    for (descriptor, connection) in connections where connection.deadline <= now {
      close(descriptor)
    }
    if now >= nextPulse {
      nextPulse = now + Server.pulse
      tell(Array(":\n\n"))
    }
  }
}
