/**
 * Words of other languages than English that carry grammar and no subject, as `foldText` leaves them. Left out are those
 * that tell something in a question nevertheless. Of Latin script only those count whose language a question is in.
 */
export const latinGrammar = {
  german:
    'der die das den dem des ein eine einen einem einer eines und oder aber denn dass ob wenn als wie wo wann warum wieso ' +
    'weshalb wer wen wem wessen was welche welcher welches welchen welchem woher wohin wofur womit worauf wozu woruber ' +
    'woran wodurch ist sind war waren sein wird werden wurde wurden worden hat haben hatte hatten kann konnen konnte soll ' +
    'sollen sollte muss mussen darf durfen ich du er sie es wir ihr mich mir uns euch ihm ihn ihnen mein dein unser unsere ' +
    'unserem unseren unserer ihre ihrem ihren ihrer seine seinem seinen nicht kein keine keinen keinem keiner auch nur ' +
    'noch schon sehr mehr so in im an am auf aus bei beim mit nach von vom vor zu zum zur uber unter fur durch gegen ohne ' +
    'um bis seit wahrend wegen zwischen dieser diese dieses diesen diesem man sich gibt viele viel wieviel etwas alle allen ' +
    'aller hier dort da dann doch etwa pro je',
  french:
    'le la les l un une des du de d et ou mais donc car ni que qui quoi dont quand comment pourquoi combien quel quelle ' +
    'quels quelles est sont etait etaient etre ete sera ont a avoir avait peut peuvent doit doivent faut fait faire je tu ' +
    'il elle on nous vous ils elles me te se lui leur y en ce cet cette ces mon ma mes ton ta tes son sa ses notre nos ' +
    'votre vos leurs ne pas plus tres aussi au aux dans par pour sur sous avec sans vers chez entre depuis pendant avant ' +
    'apres jusqu jusque si comme c j n s t m qu lorsque puisque quelque chaque tout tous toute toutes meme',
  spanish:
    'el la los las un una unos unas de del y o u e pero que quien quienes cual cuales cuando donde como cuanto cuanta ' +
    'cuantos cuantas porque por para con sin sobre entre hasta desde hacia en a al es son era eran ser esta estan estar ' +
    'fue fueron ha han hay tiene tienen puede pueden debe deben se su sus mi mis tu tus nuestro nuestra nuestros nuestras ' +
    'lo le les me te nos no si ya muy mas tambien este esta esto estos estas ese esa eso aquel todo toda todos todas cada ' +
    'si qual',
  portuguese:
    'o a os as um uma uns umas de do da dos das e ou mas que quem qual quais quando onde como quanto quanta quantos ' +
    'quantas porque por para com sem sobre entre ate desde em no na nos nas ao aos pelo pela pelos pelas e sao era eram ' +
    'ser esta estao estar foi foram ha tem pode podem deve devem se seu sua seus suas meu minha nosso nossa nossos nossas ' +
    'lhe me te nao sim ja muito mais tambem este esta isto estes estas esse essa isso aquele todo toda todos todas cada',
  italian:
    'il lo la i gli le un uno una l di del dello della dei degli delle e o ma che chi quale quali quando dove come quanto ' +
    'quanta quanti quante perche per con senza su sul sulla sui tra fra fino da dal dalla dai in nel nella nei nelle a al ' +
    'alla ai alle sono era erano essere stato stata ha hanno ho puo possono deve devono si suo sua suoi sue mio mia nostro ' +
    'nostra nostri nostre mi ti ci vi ne non gia molto piu anche questo questa questi queste quello quella ogni tutto ' +
    'tutta tutti tutte cosa',
  dutch:
    'de het een en of maar want dat die wie wat welke welk wanneer waar waarom hoe hoeveel hoelang waarvoor waarmee is ' +
    'zijn was waren wordt worden werd werden heeft hebben had hadden kan kunnen moet moeten mag mogen zal zullen ik jij je ' +
    'hij zij ze wij we jullie ons onze mijn jouw haar hun niet geen ook nog al zeer meer zo in op aan uit bij met naar van ' +
    'voor na te over onder door tegen zonder om tot sinds tijdens tussen deze dit er men zich veel alle hier daar dan toch ' +
    'per',
  swedish:
    'en ett den det de och eller men att som vad vem vilken vilket vilka nar var varfor hur manga mycket ar vara blir blev ' +
    'har hade kan kunde ska skulle maste far jag du han hon vi ni dem mig oss vart vara sin sitt sina inte ingen inga ' +
    'ocksa bara an mycket sa i pa av till fran med om for under over efter utan mellan mot hos vid genom denna detta ' +
    'dessa man sig alla har dar da per',
} as const;

/** Other scripts than Latin, by language. */
export const otherGrammar = {
  russian:
    'и в во не что он на я с со как а то все она так его но да ты к ко у же вы за бы по только ее мне было вот от меня ' +
    'еще нет о об обо из изо ему теперь когда даже ну ли если уже или ни быть был него до вас опять уж вам ведь там потом ' +
    'себя ей может могут они тут где есть надо ней для мы тебя их чем была сам чтоб без чего тоже себе под будет будут ж ' +
    'тогда кто кого кому кем этот того потому этого какой какая какое какие каком какую какого какими каких какому какои ' +
    'который которая которое которые которых которым котором которую ним здесь этом мой тем чтобы нее сейчас были куда ' +
    'зачем всех можно нужно при над тот через эти нас нам наш наша наше наши нашем нашей про них много эту этой перед том ' +
    'такой им между сколько скольких почему откуда чей чья чье чьи чему чем свой своя свое свои своих',
  greek:
    'ο η το οι τα του τησ των τον την τη τουσ τισ στο στη στην στον στα στισ στουσ σε με απο για και κι η να θα δεν δε ' +
    'μην μη ειναι ηταν εχει εχουν που πωσ ποιοσ ποια ποιο ποιεσ ποιοι ποιον ποιουσ ποιων τι ποτε ποσο ποσα ποσεσ ποσοι ' +
    'ποσουσ ποση γιατι ενα ενασ εναν μια αν οταν οπωσ αλλα οτι καθε μασ σασ μου σου αυτο αυτη αυτοσ αυτα αυτεσ αυτου αυτων ' +
    'εκει εδω πολυ πιο ωσ προσ οσο ειτε ουτε κατα',
  arabic:
    'في من الي علي عن مع هو هي هم ما ماذا متي اين كيف لماذا لم لما كم هل اي ايه الذي التي الذين هذا هذه ذلك تلك كان كانت ' +
    'يكون تكون قد لا لن ثم او و ان لكن كل عند حتي بين به بها له لها لهم فيه فيها عليه عليها منه منها اذا لدي غير نحن انا ' +
    'انت يا بعض ليس منذ',
  hindi:
    'का की के को में से पर है हैं था थी थे हो होता होती होते और या कि जो यह वह ये वे इस उस इन उन इसे उसे क्या क्यों ' +
    'कैसे कब कहां कौन किस किसे किसका किसकी किसके किन कितना कितनी कितने कौनसा कौनसी ने तक भी ही तो नहीं न मत लिए गया गई ' +
    'गए गये रहा रही रहे कर करने करना करते करता करती करें किया किए की जाता जाती जाते जाए जाएं जाना सकता सकते सकती सके चाहिए ' +
    'वाला वाली वाले एक साथ अगर जब तब अपना अपनी अपने हम आप मैं हमारा हमारे हमारी हमें होना हुआ हुई हुए होगा होगी ' +
    'होंगे दिया दी दिए देता',
  chinese:
    '的 了 吗 嗎 呢 吧 啊 呀 嘛 么 麼 是 在 和 与 與 及 或 也 都 就 才 又 再 还 還 把 被 给 給 对 對 从 從 到 向 往 用 为 為 为了 以 ' +
    '以及 于 於 由 由于 因 因为 因為 所以 但 但是 而 而且 并 並 并且 如果 若 则 則 会 會 能 可以 可 要 应该 應該 应 该 有 没有 沒有 ' +
    '没 沒 不 未 很 更 什么 什麼 怎么 怎麼 怎样 怎樣 怎么样 如何 为什么 為什麼 为何 為何 哪 哪个 哪個 哪些 哪里 哪裡 哪儿 哪种 哪一个 ' +
    '哪几 谁 誰 多少 几 幾 几个 幾個 多久 多长 多長 多大 何时 何時 什么时候 啥 咋 我 我们 我們 你 你们 他 她 它 他们 这 這 那 这个 這個 ' +
    '那个 那個 这些 那些 这里 那里 此 其 个 個 些 种 請 请 请问 請問 是否 是不是 有没有 能否 能不能 可否 要不要 得 地 着 過 过 吗 里 ' +
    '里面 上 中 下 一 个 时 時 时候 時候 说 来 去 做 让 讓 呗 嗯',
  japanese:
    '何 誰 時 中 上 下 内 的 本 件 つ いつ だれ なぜ どう どんな どうして どのくらい どれくらい いくつ いくら ですか ますか でしょうか ください ' +
    '下さい について という といった として における された される している していた しています された どこ どれ どの なに ません ました ' +
    'でした です ます する した して ない なる なった なって こと もの ため よう から まで より だけ など また および または 教えて どうする ' +
    'どうなる いる ある あり できる でき どちら',
  korean:
    '어떤 어떻게 무엇 무엇을 무슨 언제 어디 어디에 어디로 어디서 누가 누구 왜 몇 얼마 얼마나 어느 그 이 저 것 수 등 및 또는 그리고 때 할 하는 ' +
    '있는 있나요 있습니까 없나요 인가요 되나요 하나요 쓰나요 뭔가요 뭐 뭐예요 무엇인가요 얼마인가요 어디인가요 해야 하면 위해 위한 대한 대해 ' +
    '에서 우리 저희 개 번',
  thai:
    'ที่ ของ ใน และ หรือ เป็น คือ ได้ ไม่ ให้ จะ ก็ แล้ว มี ว่า จาก กับ โดย ซึ่ง อะไร ทำไม อย่างไร ยังไง เท่าไร เท่าไหร่ กี่ ไหน ที่ไหน ' +
    'เมื่อไร เมื่อไหร่ ใคร ไหม มั้ย หรือไม่ นี้ นั้น ต้อง ควร อยู่ ไป มา ด้วย เพื่อ ถ้า เมื่อ แต่ ถึง ตาม ต่อ การ ความ ครับ ค่ะ คะ บ้าง ' +
    'กัน ขึ้น ลง ถูก โดน เพราะ ใด อีก แค่ เอา นะ ไว้ เรา ผม ฉัน คุณ หน่อย ตัว อัน ทั้ง ยัง เลย ถึงจะ อย่าง',
} as const;
