/// What was sent is no message.
package struct FrameFault: Error {
  /// No more is known of it.
  package init() {}
}

/// Takes messages apart as they come in: each is its length, in eight bytes, the lowest first, and that many bytes.
package struct FrameBuffer {
  /// No message is longer, in bytes.
  private static let limit = 1 << 28
  private var bytes: [UInt8] = []
  private var start = 0

  /// A buffer in which nothing is yet.
  package init() {}

  /// Adds what was received.
  package mutating func add(_ more: some Collection<UInt8>) {
    if start > 0 {
      bytes.removeFirst(start)
      start = 0
    }
    bytes += more
  }

  /// The next message that is there whole; nil when there is none.
  ///
  /// - Throws: `FrameFault` for one that is too long to be meant.
  package mutating func next() throws(FrameFault) -> [UInt8]? {
    guard bytes.count - start >= 8 else { return nil }
    var length: UInt64 = 0
    for index in 0..<8 { length |= UInt64(bytes[start + index]) << (8 * UInt64(index)) }
    guard length <= FrameBuffer.limit else { throw FrameFault() }
    let end = start + 8 + Int(length)
    guard end <= bytes.count else { return nil }
    defer { start = end }
    return Array(bytes[(start + 8)..<end])
  }
}

/// Writes a message.
struct FrameWriter {
  private var content: [UInt8] = []

  /// The message with its length.
  var frame: [UInt8] {
    var head = FrameWriter()
    head.add(content.count)
    return head.content + content
  }

  mutating func add(_ number: Int) {
    let bits = UInt64(bitPattern: Int64(number))
    for index in 0..<8 { content.append(UInt8(truncatingIfNeeded: bits >> (8 * UInt64(index)))) }
  }

  mutating func add(_ bytes: [UInt8]) {
    add(bytes.count)
    content += bytes
  }

  mutating func add(_ text: String) { add(Array(text.utf8)) }

  mutating func add<Item>(_ items: [Item], _ write: (inout FrameWriter, Item) -> Void) {
    add(items.count)
    for item in items { write(&self, item) }
  }

  mutating func add(_ problem: ShownProblem) {
    add(problem.line)
    add(problem.isError ? 1 : 0)
    add(problem.id)
    add(problem.message)
    add(problem.place)
    add(problem.link)
    add(problem.notes) { $0.add($1) }
  }

  mutating func add(_ page: ShownPage) {
    add(page.path)
    add(page.source)
    add(page.text)
    add(page.frontMatter)
    add(page.isWoven ? 1 : 0)
    add(Int(page.state.rawValue))
    add(page.problems) { $0.add($1) }
    add(page.excerpts) {
      $0.add($1.line)
      $0.add($1.origin)
      $0.add($1.link)
    }
    add(page.headings) {
      $0.add($1.line)
      $0.add($1.id)
    }
  }
}

/// Reads a message.
struct FrameReader {
  private let content: [UInt8]
  private var at = 0

  init(_ content: [UInt8]) { self.content = content }

  mutating func int() throws(FrameFault) -> Int {
    guard content.count - at >= 8 else { throw FrameFault() }
    var bits: UInt64 = 0
    for index in 0..<8 { bits |= UInt64(content[at + index]) << (8 * UInt64(index)) }
    at += 8
    return Int(Int64(bitPattern: bits))
  }

  mutating func bytes() throws(FrameFault) -> [UInt8] {
    let count = try int()
    guard count >= 0, count <= content.count - at else { throw FrameFault() }
    defer { at += count }
    return Array(content[at..<at + count])
  }

  mutating func text() throws(FrameFault) -> String { String(decoding: try bytes(), as: UTF8.self) }

  mutating func list<Item>(
    _ read: (inout FrameReader) throws(FrameFault) -> Item
  ) throws(FrameFault) -> [Item] {
    let count = try int()
    // An item takes a byte at the least.
    guard count >= 0, count <= content.count - at else { throw FrameFault() }
    var items: [Item] = []
    for _ in 0..<count { items.append(try read(&self)) }
    return items
  }

  func end() throws(FrameFault) { if at != content.count { throw FrameFault() } }

  mutating func problem() throws(FrameFault) -> ShownProblem {
    ShownProblem(
      line: try int(), isError: try int() == 1, id: try text(), message: try text(),
      place: try text(), link: try text(),
      notes: try list { reader throws(FrameFault) in try reader.text() })
  }

  mutating func page() throws(FrameFault) -> ShownPage {
    var page = ShownPage(path: try bytes(), source: try bytes(), text: try bytes())
    page.frontMatter = try int()
    page.isWoven = try int() == 1
    guard let state = ShownPage.State(rawValue: UInt8(truncatingIfNeeded: try int())) else {
      throw FrameFault()
    }
    page.state = state
    page.problems = try list { reader throws(FrameFault) in try reader.problem() }
    page.excerpts = try list { reader throws(FrameFault) in
      ShownExcerpt(line: try reader.int(), origin: try reader.text(), link: try reader.text())
    }
    page.headings = try list { reader throws(FrameFault) in
      ShownHeading(line: try reader.int(), id: try reader.bytes())
    }
    return page
  }
}
