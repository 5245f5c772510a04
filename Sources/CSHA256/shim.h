// SHA-256 blocks (FIPS 180-4, section 6.2.2) by the instructions that x86 processors have for them,
// some ten times as fast as portable code. Swift has no intrinsics, so these stand in a header.
#ifndef APIGW_SHA256_H
#define APIGW_SHA256_H

#if defined(__x86_64__)

typedef int apigw_words __attribute__((vector_size(16)));
typedef char apigw_bytes __attribute__((vector_size(16)));

// Whether the processor has SHA, SSSE3 and SSE4.1.
static inline int apigw_sha256_is_available(void) {
    unsigned a = 0, b, c, d;
    __asm__("cpuid" : "+a"(a), "=b"(b), "=c"(c), "=d"(d));
    if (a < 7) return 0;
    a = 1;
    __asm__("cpuid" : "+a"(a), "=b"(b), "=c"(c), "=d"(d));
    int has_sse = (c >> 9 & 1) && (c >> 19 & 1);
    a = 7, c = 0;
    __asm__("cpuid" : "+a"(a), "=b"(b), "+c"(c), "=d"(d));
    return has_sse && (b >> 29 & 1);
}

// A computation in the middle of a block. The instructions want the working variables as F E B A
// and H G D C.
typedef struct {
    apigw_words feba, hgdc, schedule[4];
} apigw_sha256_lane;

static inline apigw_sha256_lane apigw_sha256_load(const unsigned *state) {
    apigw_sha256_lane lane = {
        {(int)state[5], (int)state[4], (int)state[1], (int)state[0]},
        {(int)state[7], (int)state[6], (int)state[3], (int)state[2]}};
    return lane;
}

static inline void apigw_sha256_store(const apigw_sha256_lane *lane, unsigned *state) {
    state[0] = (unsigned)lane->feba[3], state[1] = (unsigned)lane->feba[2];
    state[2] = (unsigned)lane->hgdc[3], state[3] = (unsigned)lane->hgdc[2];
    state[4] = (unsigned)lane->feba[1], state[5] = (unsigned)lane->feba[0];
    state[6] = (unsigned)lane->hgdc[1], state[7] = (unsigned)lane->hgdc[0];
}

// Four of the 64 rounds of a block.
__attribute__((target("sha,ssse3,sse4.1"), always_inline))
static inline void apigw_sha256_rounds(
    apigw_sha256_lane *lane, const unsigned char *block, int group, const unsigned *constants
) {
    apigw_words *schedule = lane->schedule, words;
    if (group < 4) {
        apigw_bytes text;
        __builtin_memcpy(&text, block + 16 * group, 16);
        words = (apigw_words)__builtin_shufflevector(
            text, text, 3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12);
    } else {
        const apigw_words last = schedule[(group + 3) & 3];
        words = __builtin_ia32_sha256msg1(schedule[group & 3], schedule[(group + 1) & 3]);
        words += __builtin_shufflevector(schedule[(group + 2) & 3], last, 1, 2, 3, 4);
        words = __builtin_ia32_sha256msg2(words, last);
    }
    schedule[group & 3] = words;
    apigw_words constant;
    __builtin_memcpy(&constant, constants + 4 * group, 16);
    words += constant;
    lane->hgdc = __builtin_ia32_sha256rnds2(lane->hgdc, lane->feba, words);
    words = __builtin_shufflevector(words, words, 2, 3, 0, 0);
    lane->feba = __builtin_ia32_sha256rnds2(lane->feba, lane->hgdc, words);
}

// Adds blocks of 64 bytes to a state; only where the instructions are available.
__attribute__((target("sha,ssse3,sse4.1")))
static inline void apigw_sha256_add(
    unsigned *state, const unsigned char *bytes, unsigned long block_count,
    const unsigned *constants
) {
    apigw_sha256_lane lane = apigw_sha256_load(state);
    for (; block_count > 0; block_count--, bytes += 64) {
        const apigw_words old_feba = lane.feba, old_hgdc = lane.hgdc;
#pragma clang loop unroll(full)
        for (int group = 0; group < 16; group++)
            apigw_sha256_rounds(&lane, bytes, group, constants);
        lane.feba += old_feba;
        lane.hgdc += old_hgdc;
    }
    apigw_sha256_store(&lane, state);
}

// The same for two states at once: each round waits for the one before it, and the other state's
// are done meanwhile.
__attribute__((target("sha,ssse3,sse4.1")))
static inline void apigw_sha256_add_two(
    unsigned *first_state, const unsigned char *first_bytes,
    unsigned *second_state, const unsigned char *second_bytes,
    unsigned long block_count, const unsigned *constants
) {
    apigw_sha256_lane first = apigw_sha256_load(first_state);
    apigw_sha256_lane second = apigw_sha256_load(second_state);
    for (; block_count > 0; block_count--, first_bytes += 64, second_bytes += 64) {
        const apigw_words old[4] = {first.feba, first.hgdc, second.feba, second.hgdc};
#pragma clang loop unroll(full)
        for (int group = 0; group < 16; group++) {
            apigw_sha256_rounds(&first, first_bytes, group, constants);
            apigw_sha256_rounds(&second, second_bytes, group, constants);
        }
        first.feba += old[0];
        first.hgdc += old[1];
        second.feba += old[2];
        second.hgdc += old[3];
    }
    apigw_sha256_store(&first, first_state);
    apigw_sha256_store(&second, second_state);
}

#else

static inline int apigw_sha256_is_available(void) { return 0; }

static inline void apigw_sha256_add(
    unsigned *state, const unsigned char *bytes, unsigned long block_count,
    const unsigned *constants
) {
    (void)state, (void)bytes, (void)block_count, (void)constants;
}

static inline void apigw_sha256_add_two(
    unsigned *first_state, const unsigned char *first_bytes,
    unsigned *second_state, const unsigned char *second_bytes,
    unsigned long block_count, const unsigned *constants
) {
    (void)first_state, (void)first_bytes, (void)second_state, (void)second_bytes;
    (void)block_count, (void)constants;
}

#endif
#endif
