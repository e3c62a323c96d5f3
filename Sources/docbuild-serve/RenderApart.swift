import CConfine
import Glibc
import PageServer
import PageWire

/// How long a page may take to be made, in milliseconds.
private let patience = 2000

/// The article of a page, made in a process of its own that ends with it; what stands for it when that takes too long, or fails.
func renderApart(_ page: ShownPage, showsPictures: Bool) -> Pages.Rendered {
  var ends: [Int32] = [-1, -1]
  guard pipe(&ends) == 0 else { return missing(page, "there is no descriptor left") }
  let child = docbuild_split()
  if child == 0 {
    write(Renderer.render(page, showsPictures: showsPictures).bytes, to: ends[1])
    docbuild_end(0)
  }
  close(ends[1])
  defer { close(ends[0]) }
  guard child > 0 else { return missing(page, "there is no process left") }
  let made = read(from: ends[0], until: now + patience)
  kill(child, SIGKILL)
  var status: Int32 = 0
  while waitpid(child, &status, 0) < 0, errno == EINTR {}
  guard let made else { return missing(page, "it takes too long to be read") }
  return Pages.Rendered(made) ?? missing(page, "libcmark-gfm fails at it")
}

private func missing(_ page: ShownPage, _ reason: String) -> Pages.Rendered {
  var made = Pages.Rendered()
  made.html =
    ShownProblem(
      line: 0, isError: true, id: "not-shown", message: "the page can't be shown: \(reason)",
      place: page.source.text
    ).html
  for problem in page.problems where problem.line > 0 { made.html += problem.html }
  return made
}

private var now: Int {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
}

private func write(_ bytes: [UInt8], to descriptor: Int32) {
  bytes.withUnsafeBytes { all in
    var sent = 0
    while sent < all.count {
      let count = Glibc.write(descriptor, all.baseAddress.map { $0 + sent }, all.count - sent)
      if count <= 0 { docbuild_end(1) }
      sent += count
    }
  }
}

/// All that is written until the end; nil when that is later than `end`.
private func read(from descriptor: Int32, until end: Int) -> [UInt8]? {
  var made: [UInt8] = []
  var room = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    var watched = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    let left = end - now
    guard left > 0 else { return nil }
    guard poll(&watched, 1, Int32(left)) > 0 else { continue }
    let count = room.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
    if count <= 0 { return made }
    made += room[..<count]
  }
}
