/* A wall clock that is wrong by WAVECAST_CLOCK_OFFSET seconds; loaded before the C library.
   Clocks that only measure are left alone. Time never falls below zero. */
#define _GNU_SOURCE
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

int clock_gettime(clockid_t which, struct timespec *now)
{
    int failed = (int)syscall(SYS_clock_gettime, which, now);
    const char *offset = getenv("WAVECAST_CLOCK_OFFSET");
    if (failed == 0 && which == CLOCK_REALTIME && offset != NULL) {
        long long moved = (long long)now->tv_sec + atoll(offset);
        now->tv_sec = (time_t)(moved < 0 ? 0 : moved);
    }
    return failed;
}
