package limiter_test

import (
	"fmt"
	"time"

	"example.com/limiter"
)

func Example() {
	// #region use
	gate := limiter.New(2, time.Second)
	now := time.Now()
	for call := 1; call <= 3; call++ {
		fmt.Println(call, gate.Allow(now))
	}
	// #endregion
	// Output:
	// 1 true
	// 2 true
	// 3 false
}
