"""Spelling of chat and SMS brought to one form, for searching and sorting only. What was typed is kept elsewhere.

The list of short forms is ours (domain.md §9). Forms with two readings (sm, td, dr, lg) are left alone.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

_PAIRS: Final = """
yg=yang dgn=dengan dng=dengan utk=untuk u/=untuk klo=kalau kalo=kalau kl=kalau gk=tidak ga=tidak gak=tidak nggak=tidak
ngga=tidak enggak=tidak engga=tidak tdk=tidak tak=tidak ndak=tidak dak=tidak idak=tidak gakada=tidak sdh=sudah udh=sudah
udah=sudah dah=sudah blm=belum blom=belum belom=belum krn=karena karna=karena jgn=jangan jgan=jangan dang=jangan bgt=banget
org=orang orng=orang urang=orang wong=orang jd=jadi jdi=jadi pd=pada aja=saja aj=saja sja=saja bae=saja kpd=kepada
sblm=sebelum stlh=setelah skrg=sekarang skrng=sekarang skr=sekarang bhw=bahwa bhwa=bahwa tgl=tanggal ds=desa kec=kecamatan
kel=kelurahan kab=kabupaten kmrn=kemarin kmren=kemarin mlm=malam mlem=malam bsk=besok mgg=minggu hr=hari jg=juga jga=juga
tp=tapi tpi=tapi bs=bisa bsa=bisa bisa2=bisa dpt=dapat bnyk=banyak byk=banyak bbrp=beberapa brp=berapa knp=kenapa
kenapo=kenapa ngapo=kenapa gmn=bagaimana gimana=bagaimana gmana=bagaimana dmn=dimana dmana=dimana kmn=kemana kmana=kemana
sy=saya sya=saya aq=aku ak=aku km=kamu kmu=kamu sampean=anda bpk=bapak pak=bapak bu=ibu ibuk=ibu kk=kakak tmn=teman
trs=terus trus=terus tros=terus lgsg=langsung lsg=langsung lngsng=langsung msh=masih msih=masih hrs=harus hrus=harus
sm2=sama-sama spy=supaya spt=seperti sprti=seperti kyk=seperti kayak=seperti kaya=seperti dlm=dalam dlu=dulu dl=dulu
tsb=tersebut ttg=tentang thd=terhadap thdp=terhadap sll=selalu slalu=selalu smua=semua smw=semua stiap=setiap tiap=setiap
ketmu=ketemu lwt=lewat dkt=dekat dket=dekat jln=jalan jl=jalan rmh=rumah rt=rt rw=rw kpl=kapolres plg=pulang dtg=datang
dateng=datang blg=bilang bilng=bilang ngomong=bilang ktnya=katanya katonyo=katanya ktanya=katanya kbr=kabar info=informasi
infonya=informasi mhn=mohon mohn=mohon tlg=tolong tlong=tolong tulung=tolong trims=terima makasih=terima mksh=terima tks=terima
pemilu=pemilihan pilkada=pemilihan pilbup=pemilihan nyoblos=coblos nyoblosnyo=coblos milih=pilih pilihlah=pilih kpps=kpps
tps2=tps duit=uang duet=uang pitis=uang doku=uang dikasi=diberi dikasih=diberi dikasihi=diberi kasi=beri kasih=beri
ngasih=beri ngasi=beri bagi2=bagi-bagi dibagi2=dibagi warga2=warga motor2=motor rame=ramai rami=ramai ribut2=ribut gede=besar
kecik=kecil cak=seperti macem=macam ado=ada adonyo=ada apo=apa siapo=siapa dimano=dimana kemano=kemana kito=kita kamek=kami
nian=sangat lur=saudara dulur=saudara wak=bapak galo=semua galonyo=semua mak=ibu jam=jam gancang=cepat lemak=enak
giat=kegiatan ijin=izin tomas=tokoh toga=tokoh toda=tokoh todat=tokoh warbin=warga kades=kepala-desa sekdes=sekretaris-desa
lurah=lurah kadus=kepala-dusun kapolsek=kapolsek bhabin=bhabinkamtibmas babin=bhabinkamtibmas polmas=polmas tkp=tempat
sitkamtibmas=situasi kamtibmas=keamanan paslon=pasangan-calon timses=tim-sukses caleg=calon cabup=calon apk=alat-peraga
hoax=hoaks hoak=hoaks hox=hoaks berita2=berita wa=whatsapp grup=grup group=grup fb=facebook ig=instagram medsos=media-sosial
ktp=ktp kk=kk dpt=dpt sara=sara polis=polisi pulisi=polisi polici=polisi aparat2=aparat keroyokan=keroyok dikeroyok=keroyok
brantem=berantem berantam=berantem kelahi=berkelahi tauran=tawuran tawur=tawuran bacok2=bacok dibacok=bacok ngebacok=bacok
dibakar=bakar kebakar=bakar kebakaran=bakar pisau2=pisau pake=pakai pke=pakai pakek=pakai make=pakai bawak=bawa bawa2=bawa
tunggal=tunggal remik=remix remiks=remix ot=orgen-tunggal organ=orgen orgen=orgen minyak2=minyak bbm=bbm spbu=spbu antri=antre
antrian=antre ngantri=antre ngantre=antre listrik=listrik pln=pln aer=air banyu=air banjer=banjir jembatan=jembatan
"""
SHORT_FORMS: Final[dict[str, str]] = {
    short: full for short, full in (pair.split("=", 1) for pair in _PAIRS.split()) if short != full
}
DIGIT_LETTERS: Final = str.maketrans("013457", "oieast")
_INVISIBLE: Final = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00ad]")
_TOKEN: Final = re.compile(r"[^\W_]+(?:[-/'’][^\W_]+)*")
_ELONGATED: Final = re.compile(r"([^\W\d])\1{2,}")
_REDUPLICATED: Final = re.compile(r"^([^\W\d]+(?:-[^\W\d]+)?)2(nya|an|lah|kah)?$")
_LETTER_DIGIT: Final = re.compile(r"[^\W\d][013457][^\W\d]")


@dataclass(frozen=True)
class Normalised:
    """The text in one spelling, and its words."""

    text: str
    tokens: tuple[str, ...]


def normalise(text: str) -> Normalised:
    """Bring everyday spelling to one form; linear in the length of the text and safe on any input."""
    tokens = tuple(
        part for start, end in token_spans(text) for part in normal_word(text[start:end]).split("-") if part
    )
    return Normalised(" ".join(tokens), tokens)


def token_spans(text: str) -> list[tuple[int, int]]:
    """Where each word starts and ends in the text as it was typed."""
    return [match.span() for match in _TOKEN.finditer(text)]


def normal_word(word: str) -> str:
    """One word in its full, everyday spelling; parts of a reduplication are joined by a hyphen."""
    word = _INVISIBLE.sub("", unicodedata.normalize("NFKC", word)).casefold().replace("’", "'")
    word = _ELONGATED.sub(r"\1", word)
    if word in SHORT_FORMS:
        return SHORT_FORMS[word]
    doubled = _REDUPLICATED.match(word)
    if doubled:
        stem, ending = doubled.group(1), doubled.group(2) or ""
        prefix, _, root = stem.rpartition("-")
        root = SHORT_FORMS.get(root, root)
        return f"{prefix}{'-' if prefix else ''}{root}-{root}{ending}"
    if _LETTER_DIGIT.search(word):
        word = word.translate(DIGIT_LETTERS)
    return SHORT_FORMS.get(word, word)
