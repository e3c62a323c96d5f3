// Package limiter lets through so many calls in a time, and no more.
package limiter

import (
	"sync"
	"time"
)

// A Limiter lets through a burst at once, then one call in each interval.
type Limiter struct {
	mutex    sync.Mutex
	burst    int
	interval time.Duration
	left     int
	last     time.Time
}

// New makes a limiter whose burst is whole at first.
func New(burst int, interval time.Duration) *Limiter {
	return &Limiter{burst: burst, interval: interval, left: burst, last: time.Now()}
}

// Allow says whether a call at this moment is let through, and counts it if so.
func (limiter *Limiter) Allow(now time.Time) bool {
	limiter.mutex.Lock()
	defer limiter.mutex.Unlock()
	for limiter.left < limiter.burst && now.Sub(limiter.last) >= limiter.interval {
		limiter.left++
		limiter.last = limiter.last.Add(limiter.interval)
	}
	if limiter.left == limiter.burst {
		limiter.last = now
	}
	if limiter.left == 0 {
		return false
	}
	limiter.left--
	return true
}
