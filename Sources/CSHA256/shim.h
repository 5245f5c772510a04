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

// Adds blocks of 64 bytes to a state; only where the instructions are available.
__attribute__((target("sha,ssse3,sse4.1")))
static inline void apigw_sha256_add(
    unsigned *state, const unsigned char *bytes, unsigned long block_count,
    const unsigned *constants
) {
    // The instructions want the working variables as F E B A and H G D C.
    apigw_words feba = {(int)state[5], (int)state[4], (int)state[1], (int)state[0]};
    apigw_words hgdc = {(int)state[7], (int)state[6], (int)state[3], (int)state[2]};
    for (; block_count > 0; block_count--, bytes += 64) {
        const apigw_words old_feba = feba, old_hgdc = hgdc;
        apigw_words schedule[4];
#pragma clang loop unroll(full)
        for (int group = 0; group < 16; group++) {
            apigw_words words;
            if (group < 4) {
                apigw_bytes text;
                __builtin_memcpy(&text, bytes + 16 * group, 16);
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
            hgdc = __builtin_ia32_sha256rnds2(hgdc, feba, words);
            words = __builtin_shufflevector(words, words, 2, 3, 0, 0);
            feba = __builtin_ia32_sha256rnds2(feba, hgdc, words);
        }
        feba += old_feba;
        hgdc += old_hgdc;
    }
    state[0] = (unsigned)feba[3], state[1] = (unsigned)feba[2];
    state[2] = (unsigned)hgdc[3], state[3] = (unsigned)hgdc[2];
    state[4] = (unsigned)feba[1], state[5] = (unsigned)feba[0];
    state[6] = (unsigned)hgdc[1], state[7] = (unsigned)hgdc[0];
}

#else

static inline int apigw_sha256_is_available(void) { return 0; }

static inline void apigw_sha256_add(
    unsigned *state, const unsigned char *bytes, unsigned long block_count,
    const unsigned *constants
) {
    (void)state, (void)bytes, (void)block_count, (void)constants;
}

#endif
#endif
