import PageServer
import Testing

/// Only who calls the server by a name of its own is served, and only for its own pages.
struct HostRuleTests {
  @Test(arguments: [
    "localhost", "localhost:4280", "LOCALHOST:1", "127.0.0.1", "127.0.0.1:65535", "[::1]",
    "[::1]:80",
  ])
  func ownNames(_ host: String) { #expect(HostRule().allows(Array(host.utf8))) }

  @Test(arguments: [
    "", "evil.example", "localhost.evil.example", "evil.example:80", "127.0.0.1.evil.example",
    "127.0.0.2", "192.168.0.1", "[::2]", "[::1", "::1", "localhost:", "localhost:a",
    "localhost:123456",
    "localhost:80:80", "localhost@evil.example", " localhost", "0.0.0.0", "127.1", "0x7f000001",
  ])
  func otherNames(_ host: String) { #expect(!HostRule().allows(Array(host.utf8))) }

  @Test func addressesAndNamesThatAreAllowed() {
    var rule = HostRule()
    rule.takesAddresses = true
    rule.names = ["desk.local"]
    for host in ["192.168.0.1:80", "[fe80::1]:80", "Desk.Local:80", "localhost"] {
      #expect(rule.allows(Array(host.utf8)), "\(host)")
    }
    for host in ["evil.example", "1.2.3", "desk.local.evil.example", "[desk.local]"] {
      #expect(!rule.allows(Array(host.utf8)), "\(host)")
    }
  }

  private func request(_ headers: [String: String]) -> Request {
    var request = Request()
    request.headers = headers.mapValues { Array($0.utf8) }
    return request
  }

  @Test func whoAsks() {
    let own = ["host": "localhost:80"]
    func allows(_ more: [String: String]) -> Bool {
      HostRule().allows(request(own.merging(more) { $1 }))
    }
    #expect(allows([:]))
    #expect(allows(["origin": "http://localhost:80"]))
    for origin in ["http://localhost", "https://localhost:80", "null", "http://evil.example", ""] {
      #expect(!allows(["origin": origin]), "\(origin)")
    }
    #expect(allows(["sec-fetch-site": "same-origin", "sec-fetch-mode": "cors"]))
    #expect(allows(["sec-fetch-site": "none", "sec-fetch-mode": "navigate"]))
    #expect(allows(["sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"]))
    for mode in ["no-cors", "cors", "websocket", ""] {
      for site in ["cross-site", "same-site"] {
        #expect(!allows(["sec-fetch-site": site, "sec-fetch-mode": mode]))
      }
    }
    #expect(!HostRule().allows(request([:])))
  }
}
