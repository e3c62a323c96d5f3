/// What docbuild tells the server that shows its pages.
package enum MessageToServer: Sendable, Equatable {
  /// Called so, by those who look at the index.
  case project(name: [UInt8])
  /// A page, new or changed.
  case page(ShownPage)
  /// A page that is there no more.
  case gone([UInt8])
  /// All pages are as the files are now; what is wrong with none of them alone.
  case settled([ShownProblem])
  /// The answer to what was wanted under that number; nil for what is not to be had.
  case file(number: Int, [UInt8]?)
  /// A file that pages may show has changed.
  case changed([UInt8])
}

/// What the server tells docbuild.
package enum MessageFromServer: Sendable, Equatable {
  /// It can be reached, at that port.
  case listening(port: Int)
  /// It can't, for that reason.
  case failed([UInt8])
  /// A browser wants a picture, at that path below the root.
  case wanted(number: Int, path: [UInt8])
}

extension MessageToServer {
  /// The message as it is sent.
  package var frame: [UInt8] {
    var writer = FrameWriter()
    switch self {
    case .project(let name):
      writer.add(1)
      writer.add(name)
    case .page(let page):
      writer.add(2)
      writer.add(page)
    case .gone(let path):
      writer.add(3)
      writer.add(path)
    case .settled(let problems):
      writer.add(4)
      writer.add(problems) { $0.add($1) }
    case .file(let number, let bytes):
      writer.add(5)
      writer.add(number)
      writer.add(bytes == nil ? 0 : 1)
      writer.add(bytes ?? [])
    case .changed(let path):
      writer.add(6)
      writer.add(path)
    }
    return writer.frame
  }

  /// Reads what stands in a frame.
  ///
  /// - Throws: `FrameFault` for what is no message.
  package init(_ content: [UInt8]) throws(FrameFault) {
    var reader = FrameReader(content)
    switch try reader.int() {
    case 1: self = .project(name: try reader.bytes())
    case 2: self = .page(try reader.page())
    case 3: self = .gone(try reader.bytes())
    case 4: self = .settled(try reader.list { reader throws(FrameFault) in try reader.problem() })
    case 5:
      let (number, isThere, bytes) = (try reader.int(), try reader.int(), try reader.bytes())
      self = .file(number: number, isThere == 1 ? bytes : nil)
    case 6: self = .changed(try reader.bytes())
    default: throw FrameFault()
    }
    try reader.end()
  }
}

extension MessageFromServer {
  /// The message as it is sent.
  package var frame: [UInt8] {
    var writer = FrameWriter()
    switch self {
    case .listening(let port):
      writer.add(1)
      writer.add(port)
    case .failed(let reason):
      writer.add(2)
      writer.add(reason)
    case .wanted(let number, let path):
      writer.add(3)
      writer.add(number)
      writer.add(path)
    }
    return writer.frame
  }

  /// Reads what stands in a frame.
  ///
  /// - Throws: `FrameFault` for what is no message.
  package init(_ content: [UInt8]) throws(FrameFault) {
    var reader = FrameReader(content)
    switch try reader.int() {
    case 1: self = .listening(port: try reader.int())
    case 2: self = .failed(try reader.bytes())
    case 3: self = .wanted(number: try reader.int(), path: try reader.bytes())
    default: throw FrameFault()
    }
    try reader.end()
  }
}
