/* Walks over the frames of xz and zstd by the lengths in them, without unpacking. Damage within a
 * frame is passed on: whoever unpacks the frame says so. */
#include "archive/frames.h"

enum state { AT_FRAME, AT_BLOCK, AT_CHUNK, AT_COUNT, AT_INDEX, AT_END, PASS_ON };

typedef unsigned char byte;

/* The bytes that fill `size` up to a multiple of four. */
static uint64_t padding(uint64_t size) {
    return (4 - size % 4) % 4;
}

/* Each step looks at the next bytes, and says with f->skip how many of them it is done with. False:
 * it needs more than there are, or the frames end here. */

/* ---- xz: a header, blocks of LZMA2 chunks, an index and a footer ---- */

static bool start_xz(struct frames *f, const byte *p, size_t len) {
    static const byte checks[16] = {0, 4, 4, 4, 8, 8, 8, 16, 16, 16, 32, 32, 32, 64, 64, 64};
    enum { HEADER = 12 };
    if (p[0] == 0 && len < 4)
        return false;
    if (p[0] == 0 && memcmp(p, "\0\0\0", 4) == 0) { /* padding comes in fours */
        f->skip = 4;
        return true;
    }
    f->tail = memcmp(p, "\3757zXZ", len < 6 ? len : 6) != 0;
    if (f->tail || len < HEADER)
        return false;
    f->check = checks[p[7] & 0xF];
    f->skip = HEADER;
    f->state = AT_BLOCK;
    return true;
}

static bool step_block(struct frames *f, const byte *p) {
    bool index = p[0] == 0; /* the first number of a block is never 0 */
    f->skip = index ? 1 : ((uint64_t)p[0] + 1) * 4;
    f->size = index;
    f->left = 0;
    f->state = index ? AT_COUNT : AT_CHUNK;
    return true;
}

static bool step_chunk(struct frames *f, const byte *p, size_t len) {
    byte control = p[0];
    size_t head = control <= 2 ? 3 : control < 0xC0 ? 5 : 6;
    if (control == 0) {
        f->skip = 1 + padding(f->size + 1) + f->check;
        f->state = AT_BLOCK;
        return true;
    }
    if (control > 2 && control < 0x80) {
        f->state = PASS_ON;
        return true;
    }
    if (len < head)
        return false;
    const byte *size = p + (control <= 2 ? 1 : 3);
    f->skip = head + ((uint64_t)size[0] << 8 | size[1]) + 1;
    f->size += f->skip;
    return true;
}

/* The index: the number of blocks, and two numbers for each, seven bits to a byte. */
static bool step_index(struct frames *f, const byte *p) {
    bool last = !(p[0] & 0x80);
    if (f->state == AT_COUNT && f->size <= 9)
        f->left |= (uint64_t)(p[0] & 0x7F) << 7 * (f->size - 1);
    if (f->state == AT_INDEX)
        f->left -= last;
    else if (last)
        f->left *= 2;
    f->size++;
    f->skip = 1;
    if (last)
        f->state = f->left ? AT_INDEX : AT_END;
    return true;
}

static bool end_xz(struct frames *f) {
    enum { SUM = 4, FOOTER = 12 };
    f->skip = padding(f->size) + SUM + FOOTER;
    f->state = AT_FRAME;
    return true;
}

/* ---- zstd: a header and blocks ---- */

static uint32_t little(const byte *p, int count) {
    uint32_t n = 0;
    for (int i = 0; i < count; i++)
        n |= (uint32_t)p[i] << 8 * i;
    return n;
}

static bool start_zstd(struct frames *f, const byte *p, size_t len) {
    static const byte names[4] = {0, 1, 2, 4}, lengths[4] = {0, 2, 4, 8};
    static const uint32_t frame = 0xFD2FB528, other = 0x184D2A50;
    enum { MARK = 4 };
    if (len < MARK)
        return false;
    uint32_t mark = little(p, MARK);
    bool hidden = (mark & 0xFFFFFFF0) == other; /* a frame that unpacks to nothing */
    f->tail = !hidden && mark != frame;
    if (f->tail || len < (hidden ? 8 : 5))
        return false;
    if (hidden) {
        f->skip = 8 + (uint64_t)little(p + MARK, 4);
        return true;
    }
    bool single = p[4] & 0x20;
    f->check = p[4] & 4;
    f->skip = 5u + !single + names[p[4] & 3] + (p[4] >> 6 ? lengths[p[4] >> 6] : single);
    f->state = AT_BLOCK;
    return true;
}

static bool step_zstd(struct frames *f, const byte *p, size_t len) {
    enum { HEAD = 3, REPEATED = 1, RESERVED = 3 };
    if (len < HEAD)
        return false;
    uint32_t head = little(p, HEAD), kind = head >> 1 & 3;
    bool last = head & 1;
    f->skip = HEAD + (kind == REPEATED ? 1 : (uint64_t)head >> 3) + (last ? f->check : 0);
    f->state = kind == RESERVED ? PASS_ON : last ? AT_FRAME : AT_BLOCK;
    return true;
}

/* ---- both ---- */

static bool step(struct frames *f, const byte *p, size_t len) {
    bool xz = f->format == FRAMES_XZ;
    switch ((enum state)f->state) {
    case AT_FRAME: return xz ? start_xz(f, p, len) : start_zstd(f, p, len);
    case AT_BLOCK: return xz ? step_block(f, p) : step_zstd(f, p, len);
    case AT_CHUNK: return step_chunk(f, p, len);
    case AT_COUNT:
    case AT_INDEX: return step_index(f, p);
    case AT_END: return end_xz(f);
    case PASS_ON: break;
    }
    f->skip = len;
    return true;
}

size_t frames_take(struct frames *f, struct span bytes, bool last) {
    size_t at = 0;
    while (!f->tail && at < bytes.len) {
        size_t left = bytes.len - at;
        const byte *p = (const byte *)bytes.ptr + at;
        if (f->skip == 0 && !step(f, p, left)) {
            if (last && f->state != AT_FRAME)
                return bytes.len;
            bool padded = f->format == FRAMES_XZ && left < 4 && memcmp(p, "\0\0\0", left) == 0;
            f->tail |= last && !padded;
            break;
        }
        size_t taken = f->skip < left ? (size_t)f->skip : left;
        f->skip -= taken;
        at += taken;
    }
    return at;
}
